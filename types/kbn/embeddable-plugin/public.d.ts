import type { Filter, Query, TimeRange } from '@kbn/es-query';
import type { Observable } from '@kbn/core/public';

// Up to Kibana 8.17: panels are classes.

export interface EmbeddableInput {
  id: string;
  title?: string;
  timeRange?: TimeRange;
  filters?: Filter[];
  query?: Query;
  lastReloadRequestTime?: number;
  /** Of the dashboard. */
  viewMode?: 'view' | 'edit' | 'print' | 'preview';
}

export interface EmbeddableOutput {
  defaultTitle?: string;
  editable?: boolean;
  /** Edited by asking the factory for its explicit input again. */
  editableWithExplicitInput?: boolean;
}

export interface IContainer {
  readonly id: string;
}

export abstract class Embeddable<I extends EmbeddableInput = EmbeddableInput> {
  abstract readonly type: string;
  readonly id: string;
  constructor(input: I, output: EmbeddableOutput, parent?: IContainer);
  abstract reload(): void;
  getInput(): Readonly<I>;
  /** Within a dashboard, that of the dashboard too: what stands there is not saved yet. */
  updateInput(changes: Partial<I>): void;
  getInput$(): Observable<Readonly<I>>;
  getTitle(): string;
  render(element: HTMLElement): void;
  destroy(): void;
}

export interface EmbeddableFactoryDefinition {
  type: string;
  isEditable(): Promise<boolean>;
  canCreateNew(): boolean;
  getDisplayName(): string;
  getIconType(): string;
  grouping: Array<{ id: string; getDisplayName(): string; getIconType(): string }>;
  /** Rejects where the person thinks better of it. */
  getExplicitInput(initial?: object): Promise<object>;
  create(input: EmbeddableInput, parent?: IContainer): Promise<Embeddable>;
}

/** Has one of the two, by Kibana's version. */
export interface EmbeddableSetup {
  /** Up to 8.17. */
  registerEmbeddableFactory?(type: string, factory: EmbeddableFactoryDefinition): unknown;
  /** From 8.18 and 9.0 on in place of classes. */
  registerReactEmbeddableFactory?(type: string, getFactory: () => Promise<object>): void;
}
