import { i18n } from '@kbn/i18n';
import type { TriggersAndActionsUIPublicPluginStart } from '@kbn/triggers-actions-ui-plugin/public';
import React, { createContext, useContext, useState, type ReactNode } from 'react';

import { ANOMALY_RULE_TYPE, RULE_MIN_SCORE } from '../../common/anomaly_rule';
import { ALARM_MIN_SCORE, severityBandOf } from '../../common/severity';

/** What a new rule is about. */
export interface RuleSubject {
  detectorId: string;
  detectorName: string;
  /** Without it all entities of the detector. */
  entity?: string;
  /** Record score of what is to be alerted of; without it, or where it is greater, what is *major*. */
  score?: number;
}

type CreateRule = (subject: RuleSubject) => void;

const Context = createContext<CreateRule | undefined>(undefined);

/** Opens Kibana's form for a rule of a detector, or of one of its entities; undefined where there is none that can be opened here. */
export const useCreateRule = (): CreateRule | undefined => useContext(Context);

/** Lets what is in it open Kibana's form of rules, for whoever may make some. */
export function CreateRuleProvider({
  triggersActionsUi,
  mayCreate,
  children,
}: {
  triggersActionsUi: TriggersAndActionsUIPublicPluginStart | undefined;
  mayCreate: boolean;
  children: ReactNode;
}) {
  const [subject, setSubject] = useState<RuleSubject>();
  const getFlyout = mayCreate ? triggersActionsUi?.getAddRuleFlyout : undefined;
  const close = () => setSubject(undefined);
  return (
    <Context.Provider value={getFlyout && setSubject}>
      {children}
      {subject &&
        getFlyout?.({
          // As rules that are made in Kibana's own page.
          consumer: 'alerts',
          ruleTypeId: ANOMALY_RULE_TYPE,
          canChangeTrigger: false,
          initialValues: {
            name: nameOf(subject),
            params: {
              detectorIds: [subject.detectorId],
              entities: subject.entity === undefined ? [] : [subject.entity],
              minScore: minScoreOf(subject),
            },
          },
          onClose: close,
          onSave: () => Promise.resolve(close()),
        })}
    </Context.Provider>
  );
}

/** An anomaly that is no alarm is alerted of where the rule was begun from it. */
const minScoreOf = ({ score = ALARM_MIN_SCORE }: RuleSubject): number =>
  Math.max(RULE_MIN_SCORE, Math.min(ALARM_MIN_SCORE, severityBandOf(score).minScore));

const nameOf = ({ detectorName, entity }: RuleSubject): string =>
  i18n.translate('anomalyDetector.rule.form.name', {
    defaultMessage: 'Anomalies of {name}',
    values: { name: entity ?? detectorName },
  });
