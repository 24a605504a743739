import { describe, expect, it } from 'vitest';
import { counted, duration, list, percentOf, slug, words } from './wording.js';

describe('the wording of claims', () => {
  it.each([
    ['high_error_rate', 'high-error-rate'],
    ['Blue-Green Deployments', 'blue-green-deployments'],
    ['SOC2', 'soc2'],
    ['(cold)', 'cold'],
  ])('makes an id of %s', (name, id) => expect(slug(name)).toBe(id));

  it.each([
    [5, '5 seconds'],
    [1, '1 second'],
    [90, '90 seconds'],
    [120, '2 minutes'],
    [3600, '1 hour'],
    [1800, '30 minutes'],
  ])('says %d seconds in the largest unit that fits', (seconds, text) =>
    expect(duration(seconds)).toBe(text),
  );

  it.each([
    [0.05, '5 %'],
    [0.07, '7 %'],
    [0.001, '0.1 %'],
    [1, '100 %'],
  ])('shows the ratio %d without float noise', (ratio, text) => expect(percentOf(ratio)).toBe(text));

  it('lists and counts as people do', () => {
    expect([list(['a', 'b', 'c']), list(['a']), list([])]).toEqual(['a, b and c', 'a', '']);
    expect([counted(1, 'instance'), counted(3, 'instance')]).toEqual(['1 instance', '3 instances']);
  });

  it('spells names as their owners do', () => expect(words('ddos_protection')).toBe('DDoS protection'));
});
