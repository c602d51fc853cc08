import { i18n } from '@kbn/i18n';
import type { TriggersAndActionsUIPublicPluginStart } from '@kbn/triggers-actions-ui-plugin/public';
import React, { createContext, useContext, useState, type ReactNode } from 'react';

import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';

/** What a new rule is about. */
export interface RuleSubject {
  detectorId: string;
  detectorName: string;
  /** Without it all entities of the detector. */
  entity?: string;
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
            },
          },
          onClose: close,
          onSave: () => Promise.resolve(close()),
        })}
    </Context.Provider>
  );
}

const nameOf = ({ detectorName, entity }: RuleSubject): string =>
  i18n.translate('anomalyDetector.rule.form.name', {
    defaultMessage: 'Anomalies of {name}',
    values: { name: entity ?? detectorName },
  });
