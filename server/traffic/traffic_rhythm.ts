import { type LocalClock } from '../detection/local_time';
import { hashOf, Random } from './random';
import { type ServiceProfile } from './service_profile';
import { wallTime } from './wall_time';

const MINUTE_MS = 60_000;

/** Slow and quick wandering of the level: the distance of its knots and the standard deviation of its logarithm. */
const WANDERING = [
  { knotMs: 90 * MINUTE_MS, deviation: 0.06 },
  { knotMs: 10 * MINUTE_MS, deviation: 0.03 },
];

/** How the traffic of one service goes up and down through the days and weeks. */
export class TrafficRhythm {
  private readonly meanOfDay: number;
  private readonly meanOfWeek: number;

  constructor(
    private readonly service: ServiceProfile,
    private readonly clock: LocalClock,
    private readonly seed: number
  ) {
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => this.curve(minute / 60));
    this.meanOfDay = minutes.reduce((sum, value) => sum + value, 0) / minutes.length;
    this.meanOfWeek = (5 + 2 * service.weekendFactor) / 7;
  }

  /** How many times the mean of a week the traffic at `timeMs` is, without chance. */
  expectedLevel(timeMs: number): number {
    const { hour, weekday } = wallTime(this.clock, timeMs);
    const ofWeek = weekday === 0 || weekday === 6 ? this.service.weekendFactor : 1;
    return (this.curve(hour) / this.meanOfDay) * (ofWeek / this.meanOfWeek);
  }

  /** The same, with a wandering that the seed decides: no two days are alike. */
  level(timeMs: number): number {
    const wandering = WANDERING.reduce(
      (sum, { knotMs, deviation }) => sum + deviation * this.noise(timeMs, knotMs),
      0
    );
    return this.expectedLevel(timeMs) * Math.exp(wandering);
  }

  private curve(hour: number): number {
    const { dailySwing, peakHour } = this.service;
    return Math.exp(dailySwing * Math.cos(((hour - peakHour) / 24) * 2 * Math.PI));
  }

  /** A smooth line through a normal number at each knot; depends on the time alone, not on where one begins. */
  private noise(timeMs: number, knotMs: number): number {
    const knot = Math.floor(timeMs / knotMs);
    const along = (1 - Math.cos((timeMs / knotMs - knot) * Math.PI)) / 2;
    return this.atKnot(knot, knotMs) * (1 - along) + this.atKnot(knot + 1, knotMs) * along;
  }

  private atKnot(knot: number, knotMs: number): number {
    return new Random(hashOf(this.seed, this.service.name, knotMs), knot).normal();
  }
}
