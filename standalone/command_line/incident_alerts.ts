import type { Incident } from '../../common/incident';
import type { ListedRecord } from '../../common/record';
import type { DetectorClient } from '../kibana_api/detector_client';
import type { Deliver, IncidentMessage } from './alert_delivery';
import type { ToldIncident, ToldIncidents } from './told_incidents';

/** So far back incidents are looked for: late logs change no older ones. */
const LOOK_BACK_MS = 86_400_000;
/** The most that one look reads. */
const PAGE = 1_000;

/** Tells of each incident once, and once when it is over. */
export class IncidentAlerts {
  private looked = false;

  constructor(
    private readonly client: Pick<DetectorClient, 'detectors' | 'incidents' | 'anomalies'>,
    private readonly told: ToldIncidents,
    private readonly deliver: Deliver,
    private readonly filter: { detectorId?: string; minScore: number }
  ) {}

  /**
   * Looks once. What was over before the first look ever is not told.
   * @returns what could not be delivered, a sentence each; it is tried again with the next look
   */
  async look(now: number, signal: AbortSignal): Promise<string[]> {
    const from = new Date(now - LOOK_BACK_MS).toISOString();
    const failures: string[] = [];
    const isFirst = this.told.isNew && !this.looked;
    for (const detector of await this.client.detectors()) {
      if (this.filter.detectorId !== undefined && detector.id !== this.filter.detectorId) continue;
      const { incidents } = await this.client.incidents(detector.id, { from, size: PAGE });
      const { anomalies } = await this.client.anomalies({
        detectorId: detector.id,
        from,
        minScore: this.filter.minScore,
        suppressed: 'false',
        sort: 'score',
        size: PAGE,
      });
      const send = async (message: IncidentMessage, after: ToldIncident, before?: ToldIncident) => {
        try {
          await this.deliver(message, signal);
        } catch (error) {
          failures.push(
            `Not delivered: ${message.text} (${error instanceof Error ? error.message : String(error)})`
          );
          return;
        }
        await this.told.keep(after, before);
      };
      const named = { detectorId: detector.id, detectorName: detector.settings.name };
      for (const incident of incidents) {
        const worst = anomalies.find(({ incident_id }) => incident_id === incident.id);
        const [start, end] = [Date.parse(incident.start), Date.parse(incident.end)];
        const before = this.told.find(detector.id, incident.entity, start, end);
        const told = {
          detectorId: detector.id,
          entity: incident.entity,
          from: Math.min(start, before?.from ?? start),
          to: Math.max(end, before?.to ?? end),
        };
        if (!before) {
          if (!worst) continue;
          if (isFirst && incident.state === 'closed') {
            await this.told.keep({ ...told, isOpen: false });
          } else {
            await send(messageOf('active', incident, worst, named), { ...told, isOpen: true });
          }
        } else if (before.isOpen && incident.state === 'closed') {
          await send(
            messageOf('recovered', incident, worst, named),
            { ...told, isOpen: false },
            before
          );
        } else if (told.to > before.to || told.from < before.from) {
          await this.told.keep({ ...told, isOpen: before.isOpen }, before);
        }
      }
    }
    this.looked = true;
    this.told.forgetBefore(now - 2 * LOOK_BACK_MS);
    await this.told.write();
    return failures;
  }
}

function messageOf(
  event: IncidentMessage['event'],
  incident: Incident,
  worst: ListedRecord | undefined,
  detector: { detectorId: string; detectorName: string }
): IncidentMessage {
  const { entity, start, end } = incident;
  const description = worst?.description ?? incident.description;
  const severity = worst?.severity ?? incident.severity;
  const score = Math.round(worst?.record_score ?? incident.maxScore);
  return {
    event,
    text:
      event === 'active'
        ? `${entity}: ${description} (${severity}, score ${score}), since ${start}`
        : `${entity} is back to normal since ${end}. It was: ${description} (${severity}, score ${score})`,
    ...detector,
    entity,
    severity,
    score,
    start,
    end,
    description,
  };
}
