import { concerns } from './confinement';
import { CONFINED_FAILED_SHARE, type Effect, type Incident, incidentEffects } from './incidents';

type Whose = Parameters<typeof concerns>[1];

/** An incident while it goes on. */
export class OngoingIncident {
  private readonly startMs: number;
  private readonly endMs: number;

  constructor(readonly incident: Incident) {
    this.startMs = Date.parse(incident.start);
    this.endMs = Date.parse(incident.end);
  }

  isAt(timeMs: number): boolean {
    return timeMs >= this.startMs && timeMs < this.endMs;
  }

  /** Whether it goes on at any time from `fromMs` up to, not including, `toMs`. */
  isWithin(fromMs: number, toMs: number): boolean {
    return this.startMs < toMs && fromMs < this.endMs;
  }

  /** Times the usual number of requests of those it is about. */
  get volume(): number {
    return incidentEffects[this.incident.kind].effect.volume ?? 1;
  }

  /** What it does at `timeMs` to a request; undefined where it does nothing to it. */
  effectOn(timeMs: number, whose: Whose): Effect | undefined {
    if (!this.isAt(timeMs) || !concerns(this.incident, whose)) return undefined;
    const { kind, confinedTo } = this.incident;
    const { effect } = incidentEffects[kind];
    if (effect.isCreeping && effect.slowdown !== undefined) {
      const grown = (timeMs - this.startMs) / (this.endMs - this.startMs);
      return { ...effect, slowdown: effect.slowdown ** grown };
    }
    return confinedTo && kind === 'server_errors'
      ? { ...effect, serverErrors: CONFINED_FAILED_SHARE }
      : effect;
  }
}
