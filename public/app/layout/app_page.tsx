import { EuiPageTemplate } from '@elastic/eui';
import React, { type ReactElement, type ReactNode } from 'react';

import type { LinkProps } from '../routing/use_links';

interface PageTab extends LinkProps {
  label: string;
  isSelected: boolean;
  'data-test-subj'?: string;
}

interface Props {
  title: ReactNode;
  /** Beside the title on the right. */
  actions?: ReactElement[];
  tabs?: PageTab[];
  /** Below the title. */
  header?: ReactNode;
  children: ReactNode;
}

/** What all pages have in common: title, actions, tabs, content. */
export function AppPage({ title, actions, tabs, header, children }: Props) {
  return (
    <EuiPageTemplate offset={0} restrictWidth={false} panelled>
      <EuiPageTemplate.Header
        pageTitle={title}
        rightSideItems={actions}
        tabs={tabs}
        paddingSize="m"
        bottomBorder={tabs ? undefined : 'extended'}
      >
        {header}
      </EuiPageTemplate.Header>
      <EuiPageTemplate.Section paddingSize="m">{children}</EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
