/** An entry of a menu. */
export interface ActionDefinition<C extends object = object> {
  id: string;
  type?: string;
  order?: number;
  grouping?: Array<{ id: string; getDisplayName(): string; getIconType(): string }>;
  getDisplayName(context: C): string;
  getIconType(context: C): string;
  isCompatible(context: C): Promise<boolean>;
  execute(context: C): Promise<void>;
}

/** Has one of the two, by Kibana's version; some have both. */
export interface UiActionsStart {
  addTriggerAction?(triggerId: string, action: ActionDefinition): void;
  addTriggerActionAsync?(
    triggerId: string,
    actionId: string,
    getAction: () => Promise<ActionDefinition>
  ): void;
}
