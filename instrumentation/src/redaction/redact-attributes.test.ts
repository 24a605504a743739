import { describe, expect, it } from 'vitest';
import { redactAttributes } from './redact-attributes.js';

describe('the attributes of a span', () => {
  it('lose what tells who somebody is or what they sent', () => {
    const attributes = {
      'http.request.method': 'GET',
      'http.request.header.cookie': ['a=b'],
      'http.response.body.text': 'hello',
      'http.response.status_code': 200,
      'client.address': '203.0.113.9',
      'network.peer.address': '203.0.113.9',
      'net.peer.ip': '203.0.113.9',
      'user_agent.original': 'Mozilla',
      'user.id': 'u-1',
      'user.email': 'a@example.org',
      'url.query': 'q=me',
      'url.full': 'https://u:p@vendor.example/v1?token=abc',
      'http.target': '/v1?token=abc',
      'db.query.text': "select * from t where mail = 'a@example.org'",
    };
    redactAttributes(attributes);
    expect(attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'user.id': 'u-1',
      'url.full': 'https://[redacted]@vendor.example/v1?[redacted]',
      'http.target': '/v1?[redacted]',
      'db.query.text': "select * from t where mail = '[redacted]'",
    });
  });
});
