import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const pages = [
  'README.md',
  ...fs.readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`),
]
  .filter((name) => name.endsWith('.md'))
  .sort();

interface Link {
  /** Of the page that it stands on, from the root. */
  page: string;
  target: string;
}

const textOf = (page: string): string =>
  fs.readFileSync(path.join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '');

/** Links and pictures of a page that lead to something of the project. */
function linksOf(page: string): Link[] {
  const text = textOf(page).replace(/`[^`\n]*`/g, '');
  const markdown = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
  const html = [...text.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target);
  return [...markdown, ...html]
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ page, target }));
}

/** What GitHub calls a heading in an address; the same heading a second time gets a number. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of textOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The file of a link, from the root, and the place in it. */
function destinationOf({ page, target }: Link): { file: string; anchor: string | undefined } {
  const [name, anchor] = target.split('#');
  return { file: name === '' ? page : path.join(path.dirname(page), name), anchor };
}

function isDead(link: Link): boolean {
  const { file, anchor } = destinationOf(link);
  if (!fs.existsSync(path.join(root, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
}

describe('the links of the documentation', () => {
  const links = pages.flatMap(linksOf);

  it('are many, on several pages, and to places in pages, too', () => {
    expect(links.length).toBeGreaterThan(40);
    expect(new Set(links.map(({ page }) => page)).size).toBeGreaterThan(5);
    expect(links.filter(({ target }) => target.includes('#')).length).toBeGreaterThan(10);
  });

  it('lead to files and headings that are there', () => {
    expect(links.filter(isDead)).toEqual([]);
  });

  it('are told from those that lead nowhere', () => {
    const page = 'docs/detection.md';
    expect(isDead({ page, target: 'nowhere.md' })).toBe(true);
    expect(isDead({ page, target: 'architecture.md#nothing-of-that-name' })).toBe(true);
    expect(isDead({ page, target: '../README.md' })).toBe(false);
  });

  it('show every picture that lies there', () => {
    const shown = new Set(links.map((link) => destinationOf(link).file));
    const pictures = fs
      .readdirSync(path.join(root, 'docs/images'))
      .map((name) => path.join('docs/images', name));
    expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
  });

  it('leave no page out: each can be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      linksOf(page).forEach((link) => {
        const { file } = destinationOf(link);
        if (file.endsWith('.md')) reached.add(file);
      });
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });
});
