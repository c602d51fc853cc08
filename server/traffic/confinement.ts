import { type Incident } from './incidents';
import { Random } from './random';
import { hostName, type ServiceProfile, shopServices } from './service_profile';

export const confinements = ['host', 'client'] as const;
export type Confinement = (typeof confinements)[number];

/** Of the clients of the traffic the one that asks most often, about one request in nine. */
export const BUSIEST_CLIENT = '192.0.2.1';

/**
 * The incident for the requests of one host, which the seed decides, or of one client alone; one that is of a single
 * endpoint stays so.
 * @throws RangeError when its service is none of `services`
 */
export function confine(
  incident: Incident,
  to: Confinement,
  { seed, services = shopServices }: { seed: number; services?: readonly ServiceProfile[] }
): Incident {
  if (incident.confinedTo?.field === 'url.path') return incident;
  if (to === 'client') {
    return { ...incident, confinedTo: { field: 'client.ip', value: BUSIEST_CLIENT } };
  }
  const service = services.find(({ name }) => name === incident.service);
  if (!service) throw new RangeError(`There is no service "${incident.service}" in the traffic.`);
  const number = 1 + new Random(seed, incident.service, 'confined').below(service.hosts);
  return { ...incident, confinedTo: { field: 'host.name', value: hostName(service, number) } };
}

/** Whether the incident is about a request of this host, client and path. */
export function concerns(
  { confinedTo }: Pick<Incident, 'confinedTo'>,
  request: Record<NonNullable<Incident['confinedTo']>['field'], string>
): boolean {
  return !confinedTo || confinedTo.value === request[confinedTo.field];
}
