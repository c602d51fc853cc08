import fs from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder with those above it that are missing; what is there already stays as it is.
 * @throws the error of the file system, where one of them cannot be made
 */
export function makeFolder(folder: string): void {
  const absolute = path.resolve(folder);
  if (isFolder(absolute)) return;
  const above = path.dirname(absolute);
  if (above !== absolute) makeFolder(above);
  // One by one: asked for all at once, Node.js tries for ever where the system refuses as /proc does.
  try {
    fs.mkdirSync(absolute);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(absolute)) throw error;
  }
}

const isFolder = (file: string): boolean =>
  fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
