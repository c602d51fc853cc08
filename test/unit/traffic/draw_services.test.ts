import { drawServices } from '../../../server/traffic/draw_services';
import { generateTraffic } from '../../../server/traffic/generate_traffic';
import { shopServices } from '../../../server/traffic/service_profile';

describe('services that are drawn', () => {
  it('begin with those of the shop', () => {
    expect(drawServices(6, 1).slice(0, shopServices.length)).toEqual(shopServices);
  });

  it('have names of their own, however many there are', () => {
    const names = drawServices(60, 1).map(({ name }) => name);
    expect(new Set(names).size).toBe(60);
  });

  it('depend on the seed alone', () => {
    expect(drawServices(12, 1)).toEqual(drawServices(12, 1));
    expect(drawServices(12, 1)).not.toEqual(drawServices(12, 2));
  });

  it('all have traffic', () => {
    const services = drawServices(12, 1);
    const [from, to] = [new Date('2026-03-18T12:00:00Z'), new Date('2026-03-18T13:00:00Z')];
    const seen = new Set(
      [...generateTraffic({ seed: 1, from, to, services })].map(
        ({ document }) => document.service.name
      )
    );
    expect([...seen].sort()).toEqual(services.map(({ name }) => name).sort());
  });
});
