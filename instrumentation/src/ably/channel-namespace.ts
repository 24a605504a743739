/**
 * The namespace of a channel: its name up to the first colon, without qualifiers such as `[?rewind=1]`. The rest of a name is
 * often an id, and no label. Source: https://ably.com/docs/channels, "Channel namespaces".
 */
export function channelNamespace(name: string): string {
  const unqualified = name.replace(/^\[[^\]]*\]/, '');
  return unqualified.split(':', 1)[0] as string;
}
