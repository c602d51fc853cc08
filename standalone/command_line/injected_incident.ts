import {
  type Incident,
  type IncidentKind,
  incidentKinds,
  makeIncident,
} from '../../server/traffic/incidents';
import { type ServiceProfile } from '../../server/traffic/service_profile';
import { CommandError } from './command_error';
import { readLength } from './time_argument';

const LISTED_SERVICES = 12;

/**
 * Incidents of traffic that goes on as time does, each from `kind@service:length`, or `kind@service:length+delay` for one
 * that begins later than `begin`.
 * @example readInjections(['surge@search:10m+5m'], services, now) // from five minutes after now on, for ten
 * @throws CommandError
 */
export function readInjections(
  texts: readonly string[],
  services: readonly ServiceProfile[],
  begin: Date
): Incident[] {
  return texts.map((text) => {
    const [, kindName, serviceName, length, delay] =
      /^(\w+)@([^:]+):(\w+)(?:\+(\w+))?$/.exec(text) ?? [];
    if (length === undefined) {
      throw new CommandError(
        `--inject is "${text}": give a kind, a service and a length, such as "surge@search:10m", or "surge@search:10m+5m" for one that begins in five minutes.`
      );
    }
    const kind = requireKind(kindName, '--inject');
    const service = services.find(({ name }) => name === serviceName);
    if (!service) {
      const names = services.slice(0, LISTED_SERVICES).map(({ name }) => name);
      const more = services.length > names.length ? ', and more' : '';
      throw new CommandError(
        `--inject is "${text}": there is no service "${serviceName}"; there are ${names.join(', ')}${more}.`
      );
    }
    const startMs = begin.getTime() + (delay === undefined ? 0 : readLength(delay, '--inject'));
    return makeIncident(kind, service, startMs, startMs + readLength(length, '--inject'));
  });
}

/** The kind of an incident by its name. @throws CommandError which names those that there are */
export function requireKind(name: string, option: string): IncidentKind {
  const kind = incidentKinds.find((known) => known === name);
  if (kind) return kind;
  throw new CommandError(
    `${option} names the kind "${name}": there are ${incidentKinds.join(', ')}.`
  );
}
