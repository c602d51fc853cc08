/** Whether a version of Kibana, such as "9.1.2" or "8.19.0-SNAPSHOT", is one of `lines` or newer, each read within its major. */
export function isAtLeast(version: string, lines: { v8: number; v9: number }): boolean {
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major > 9) return true;
  return major === 9 ? minor >= lines.v9 : major === 8 && minor >= lines.v8;
}
