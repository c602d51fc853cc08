import { BehaviorSubject, type Subscription } from 'rxjs';

import type { PanelSettings } from '../../common/panel';
import { panelSettingsOf } from '../panels/panel_settings';

/** What a dashboard keeps of a panel from 8.18 and 9.0 on. */
export type PanelState = PanelSettings & {
  title: string | undefined;
  description: string | undefined;
  hidePanelTitles: boolean | undefined;
};

const titlesOf = (state: object): Omit<PanelState, keyof PanelSettings> => {
  const { title, description, hidePanelTitles } = state as Partial<PanelState>;
  return { title, description, hidePanelTitles };
};

type Subjects = { [Key in keyof PanelState]: BehaviorSubject<PanelState[Key]> };

/** The state of a panel, each part of which can be watched and changed. */
export class WatchedPanelState {
  readonly subjects: Subjects;

  constructor(initial: object) {
    const state = { ...panelSettingsOf(initial), ...titlesOf(initial) };
    this.subjects = Object.fromEntries(
      Object.entries(state).map(([key, value]) => [key, new BehaviorSubject<unknown>(value)])
    ) as unknown as Subjects;
  }

  get(): PanelState {
    return Object.fromEntries(
      Object.entries(this.subjects).map(([key, subject]) => [key, subject.value])
    ) as PanelState;
  }

  /** What is not given stays. */
  set(changed: Partial<PanelState>): void {
    for (const [key, value] of Object.entries(changed)) {
      (this.subjects[key as keyof PanelState] as BehaviorSubject<unknown>).next(value);
    }
  }

  /** As it was saved; an older dashboard may lack parts, which take their defaults. */
  reset(saved: object): void {
    this.set({ ...panelSettingsOf(saved), ...titlesOf(saved) });
  }

  isSameAs(saved: object): boolean {
    return JSON.stringify(this.get()) === JSON.stringify(new WatchedPanelState(saved).get());
  }

  onChange(listener: () => void): Subscription {
    const subscriptions = Object.values(this.subjects).map((subject) =>
      (subject as BehaviorSubject<unknown>).subscribe(listener)
    );
    return { unsubscribe: () => subscriptions.forEach((each) => each.unsubscribe()) };
  }
}
