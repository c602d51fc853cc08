import { AppBrowser } from './app_browser';
import { deleteDetectors } from './detectors';

describe('a new detector', () => {
  let app: AppBrowser;

  beforeAll(async () => {
    await deleteDetectors();
    app = await AppBrowser.open();
  });
  afterAll(() => app.close());

  it('of an index that does not exist says so in words', async () => {
    await app.goto();
    await app.click('Describe another index');
    await app.page.getByRole('textbox', { name: 'Name' }).fill('Nobody');
    await app.page.getByRole('textbox', { name: 'Index pattern' }).fill('api-logs-nobody');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click('Create and train');
    await app.sees(/No index was found .*api-logs-nobody.*Check the index pattern/);
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('is refused where it could read the indices of Kibana', async () => {
    await app.click('New detector');
    await app.page.getByRole('textbox', { name: 'Index pattern' }).fill('.kibana*');
    await app.click('Create and train');
    await app.sees(/none may begin with "\."/);
    expect(await app.accessibilityFindings()).toEqual([]);
  });
});
