/** Of a text such as `Authorization: Bearer x`; none where there is no text. */
export function headerFrom(text: string | undefined): Record<string, string> {
  const [name = '', ...value] = (text ?? '').split(':');
  return value.length === 0 ? {} : { [name.trim()]: value.join(':').trim() };
}
