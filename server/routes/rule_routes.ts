import { paths } from '../../common/api';
import { rulePreviewBody } from '../../common/rule_preview';
import { previewAnomalyRule } from '../rule_types/preview_anomaly_rule';

import type { Routes } from './services';

export function addRuleRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.rulePreview,
    summary: 'What a rule would have told in the past hours',
    privilege: 'read',
    body: rulePreviewBody,
    handle: ({ caller, space, body }) =>
      previewAnomalyRule(caller.client, space, body.params, { hours: body.hours, now: Date.now() }),
  });
}
