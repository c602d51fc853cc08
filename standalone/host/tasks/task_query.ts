import type { ConcreteTaskInstance, TaskQuery } from '@kbn/task-manager-plugin/server';

/** Whether a task has one of the values that each clause names for a field of it (`task.status`). */
export function matches(task: ConcreteTaskInstance, { bool: { filter } }: TaskQuery): boolean {
  const fields = new Map<string, unknown>(
    Object.entries(task).map(([name, value]) => [`task.${name}`, value])
  );
  return filter.every((clause) =>
    Object.entries('term' in clause ? clause.term : clause.terms).every(([field, wanted]) =>
      [wanted].flat().some((value) => value === fields.get(field))
    )
  );
}
