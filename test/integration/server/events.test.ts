import { pathOf, paths } from '../../../common/api';
import type { EventsResponse } from '../../../common/events';
import { matching } from '../../builders/matching';
import type { Api } from './plugin_host';
import { FROM, LAST_DAY, QuietShop, TO, TROUBLE } from './quiet_shop';
import { iso } from './shop_traffic';

describe('events', () => {
  const shop = new QuietShop();
  const { api, elsewhere, isStored } = shop;

  beforeAll(() => shop.open());
  afterAll(() => shop.close());

  const range = new URLSearchParams(LAST_DAY).toString();
  const list = async (by: Api = api, more = '') =>
    (await by.ok<EventsResponse>('GET', `${paths.events}?${range}${more}`)).events.map(
      ({ title }) => title
    );
  const post = (title: string, time: number, more: object = {}, by: Api = api) =>
    by.ok<{ id: string }>('POST', paths.events, { title, time: iso(time), ...more });

  it('are listed with the newest first, within the time asked for', async () => {
    await post('before', FROM);
    await post('first', TROUBLE.from, { kind: 'deploy', tags: ['v1'], entity: 'pay' });
    await post('second', TROUBLE.to);
    const berlin = { title: 'third', time: '2024-03-06T23:30:00+01:00' };
    await api.ok('POST', paths.events, berlin);
    expect(await list()).toEqual(['third', 'second', 'first']);
    const { events } = await api.ok<EventsResponse>('GET', `${paths.events}?${range}`);
    expect(events[2]).toMatchObject({
      time: iso(TROUBLE.from),
      kind: 'deploy',
      tags: ['v1'],
      entity: 'pay',
      detectorId: null,
      text: '',
    });
  });

  it('are deleted one by one', async () => {
    const { id: eventId } = await post('mistake', TROUBLE.from);
    await api.ok('DELETE', pathOf(paths.event, { eventId }));
    expect(await list()).not.toContain('mistake');
    expect(await api.refused('DELETE', pathOf(paths.event, { eventId }))).toMatchObject({
      status: 404,
    });
  });

  it('belong to their space', async () => {
    const { id: eventId } = await post('theirs', TROUBLE.from, {}, elsewhere);
    expect(await list(elsewhere)).toEqual(['theirs']);
    expect(await list()).not.toContain('theirs');
    expect(await api.refused('DELETE', pathOf(paths.event, { eventId }))).toMatchObject({
      status: 404,
    });
  });

  it('go with their detector, and so do its quiet times', async () => {
    const own = await api.create({ name: 'Short-lived', indexPattern: shop.index });
    await post('of the detector', TROUBLE.from, { detectorId: own.id });
    await api.ok('POST', pathOf(paths.mutes, { id: own.id }), {
      entity: null,
      durationMinutes: 60,
    });
    expect(await list(api, `&detectorId=${shop.id}`)).not.toContain('of the detector');
    expect(await list(api, `&detectorId=${own.id}`)).toContain('of the detector');
    expect(await list(api, `&detectorId=${own.id}`)).toContain('first');
    expect(await isStored(own.id)).toBe(true);
    await api.ok('DELETE', pathOf(paths.detector, { id: own.id }));
    expect(await list()).not.toContain('of the detector');
    expect(await list()).toContain('first');
    expect(await isStored(own.id)).toBe(false);
  });

  it('are refused for a detector of another space, and for a range that ends before it begins', async () => {
    const body = { title: 'deploy', time: iso(FROM), detectorId: shop.id };
    expect(await elsewhere.refused('POST', paths.events, body)).toMatchObject({ status: 404 });
    expect(
      await api.refused('GET', `${paths.events}?from=${iso(TO)}&to=${iso(FROM)}`)
    ).toMatchObject({ status: 400, message: matching(/must be before "to"/) });
  });
});
