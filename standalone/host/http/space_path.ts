export const DEFAULT_SPACE = 'default';

/** Takes `/s/<space>` off an address; without it the space is the default one. */
export function splitSpace(path: string): { spaceId: string; path: string } {
  const match = /^\/s\/([a-z0-9_-]+)(\/.*)?$/.exec(path);
  return match ? { spaceId: match[1], path: match[2] ?? '/' } : { spaceId: DEFAULT_SPACE, path };
}
