import { normalisePath } from '../../../standalone/command_line/url_path';

describe('the normalised path', () => {
  it.each([
    ['/users/42/orders/7', '/users/{id}/orders/{id}', 'numbers'],
    ['/carts/9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f', '/carts/{id}', 'UUIDs'],
    ['/carts/9F1C2D3E-4B5A-4C6D-8E7F-0A1B2C3D4E5F', '/carts/{id}', 'UUIDs in upper case'],
    ['/files/d41d8cd98f00b204e9800998ecf8427e/raw', '/files/{id}/raw', 'long hexadecimal numbers'],
    ['/carts/42;jsessionid=A1', '/carts/{id}', 'identifiers before matrix parameters'],
  ])('of %s is %s: it replaces %s (%#)', (target, path) => {
    expect(normalisePath(target)).toBe(path);
  });

  it.each([
    ['/search?q=42#top', '/search', 'drops query and fragment'],
    ['http://shop.example.com/carts?x=http://y/', '/carts', 'drops the origin of a proxy request'],
    ['http://shop.example.com', '/', 'is the root where there is only an origin'],
    ['/?page=1', '/', 'keeps the root'],
    ['/carts/', '/carts/', 'keeps a slash at the end'],
    ['*', '*', 'keeps the asterisk of OPTIONS'],
  ])('of %s is %s: it %s', (target, path) => {
    expect(normalisePath(target)).toBe(path);
  });

  it.each(['/v2/facade', '/cafe/deadbeef', '/iphone15', '/2015-05-17', '/img/42.png'])(
    'keeps %s, whose parts are names',
    (target) => {
      expect(normalisePath(target)).toBe(target);
    }
  );
});
