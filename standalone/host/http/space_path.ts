export const DEFAULT_SPACE = 'default';

/** Takes `/s/<space>` off an address; without it the space is the default one. */
export function splitSpace(path: string): { spaceId: string; basePath: string; path: string } {
  const match = /^(\/s\/([a-z0-9_-]+))(\/.*)?$/.exec(path);
  return match
    ? { spaceId: match[2], basePath: match[1], path: match[3] ?? '/' }
    : { spaceId: DEFAULT_SPACE, basePath: '', path };
}
