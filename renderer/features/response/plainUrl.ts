/** The same address in plain HTTP, its port kept also where https leaves it out. Undefined when it is no https address. */
export function plainUrl(url: string): string | undefined {
  const rest = /^https:\/\/([^/?#]*)(.*)$/is.exec(url);
  const [, authority = '', target = ''] = rest ?? [];
  if (rest === null || authority === '') return undefined;
  const port = /:\d+$/.test(authority) ? '' : ':443';
  return `http://${authority}${port}${target}`;
}
