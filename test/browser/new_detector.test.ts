import { AppBrowser } from './app_browser';
import { api, deleteDetectors } from './detectors';

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
    await app.click(/^Create and (start|train)/);
    await app.sees(/No index was found .*api-logs-nobody.*Check the index pattern/);
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('is refused where it could read the indices of Kibana', async () => {
    await app.goto({}, '/detectors/create');
    await app.page.getByRole('textbox', { name: 'Index pattern' }).fill('.kibana*');
    await app.click(/^Create and (start|train)/);
    await app.sees(/none may begin with "\."/);
    expect(await app.accessibilityFindings()).toEqual([]);
  });

  it('is tried on the last days before it is saved, and changed afterwards', async () => {
    await deleteDetectors();
    await app.goto({}, '/detectors/create');
    await app.page.getByRole('textbox', { name: 'Name' }).fill('Tried');
    await app.page.getByRole('textbox', { name: 'Index pattern' }).fill('api-logs-generated');
    await app.click('Try it');
    await app.sees(/a week/);
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click(/^Create and (start|train)/);
    await app.page.waitForURL((url) => /\/detectors\/(?!create)[^/]+$/.test(url.pathname));
    const [created] = await api().detectors();
    expect(created.settings).toMatchObject({ name: 'Tried', indexPattern: 'api-logs-generated' });

    await app.page.goto(`${app.page.url().split('?')[0]}/edit`);
    const name = app.page.getByRole('textbox', { name: 'Name' });
    await name.fill('Changed');
    expect(await app.accessibilityFindings()).toEqual([]);
    await app.click(/^Save/);
    await app.sees('"Changed" was saved');
    const [changed] = await api().detectors();
    expect(changed).toMatchObject({ id: created.id, settings: { name: 'Changed' } });
  });
});
