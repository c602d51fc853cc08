import { EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { type ReactElement } from 'react';

import type { Detector } from '../../../common/detector';
import { isFinished } from '../../../common/run';
import { InstallDashboard } from '../../panels/install_dashboard';
import { NotAuthorised } from '../access/not_authorised';
import { useServices } from '../app_services';
import { CreateRuleButton } from '../../rule_form/create_rule_button';
import { DetectorControls } from '../detector_controls';
import { DetectorFacts } from '../detector_facts';
import { DetectorResults } from '../detector_results';
import { failuresOf } from '../failures';
import { FieldsMissing } from '../fields_missing';
import { AppPage } from '../layout/app_page';
import { Notices } from '../notices';
import { QuietTimesButton } from '../quiet_times/quiet_times_button';
import { places, type TabId } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { RunProgress } from '../run_progress';
import { InvalidSearch } from '../search/invalid_search';
import { SearchBar } from '../search/search_bar';
import { NO_SEARCH, useRecordSearch, type RecordSearch } from '../search/search_state';
import { StateBadge } from '../state_badge';
import { isoRange, type TimeRange } from '../time_range';
import { useDetectorActions, type DetectorActions } from '../use_detector_actions';
import { useRuns, type FollowedRuns } from '../use_runs';
import type { UrlState } from '../use_url_state';
import { detectorTabs } from './detector_tabs';
import { IncidentsTab } from './incidents_tab';
import { Learning, NoModel } from './without_model';

interface Props {
  detector: Detector;
  tab: TabId;
  url: UrlState;
  range: TimeRange | undefined;
  /** Stands in for what the range would show, where it is none. */
  invalidRange: ReactElement | null;
  loading: boolean;
  /** Grows when everything is to be asked for again. */
  refresh: number;
  onUrl: (change: Partial<UrlState>) => void;
  /** The detector or its records have changed. */
  onChanged: () => void;
}

/** Everything about one detector: how it stands, what can be done, and one of its tabs. */
export function DetectorView(props: Props) {
  const { detector, tab, url, range, invalidRange, loading, refresh, onUrl, onChanged } = props;
  const { linkTo } = useLinks();
  const runs = useRuns(detector.id, refresh, onChanged);
  const actions = useDetectorActions(detector, { onChanged, onRun: runs.follow });
  const { status, settings } = detector;
  const search = useRecordSearch(url);
  const isSearchable = tab === 'anomalies' || tab === 'incidents';
  const { timeFormat } = useServices();

  return (
    <AppPage
      title={
        <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
          <EuiFlexItem grow={false}>{settings.name}</EuiFlexItem>
          <EuiFlexItem grow={false}>
            <StateBadge status={status} />
          </EuiFlexItem>
        </EuiFlexGroup>
      }
      header={
        <>
          <EuiFlexGroup justifyContent="spaceBetween" alignItems="center" wrap gutterSize="s">
            <EuiFlexItem>
              <EuiText size="s" aria-live="polite">
                {status.message !== null && timeFormat.told(status.message)}
              </EuiText>
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiFlexGroup alignItems="center" gutterSize="s" wrap responsive={false}>
                <EuiFlexItem grow={false}>
                  <InstallDashboard detector={detector} />
                </EuiFlexItem>
                {range && (
                  <>
                    <EuiFlexItem grow={false}>
                      <DetectorControls detector={detector} actions={actions} range={range} />
                    </EuiFlexItem>
                    <CreateRuleButton detector={detector} />
                    <EuiFlexItem grow={false}>
                      <QuietTimesButton detector={detector} range={range} onChanged={onChanged} />
                    </EuiFlexItem>
                  </>
                )}
              </EuiFlexGroup>
            </EuiFlexItem>
          </EuiFlexGroup>
          <EuiSpacer size="m" />
          <DetectorFacts detector={detector} />
        </>
      }
      tabs={detectorTabs().map(({ id, label }) => ({
        ...linkTo(places.detector(detector.id, id), {
          entity: url.entity,
          query: url.query,
          language: url.language,
          filters: url.filters,
        }),
        label,
        isSelected: id === tab,
        'data-test-subj': `detectorTab-${id}`,
      }))}
    >
      <SearchBar
        url={url}
        search={search}
        isSearchable={isSearchable}
        loading={loading}
        onUrl={onUrl}
        onRefresh={onChanged}
      />
      <EuiSpacer size="m" />
      <State detector={detector} runs={runs} onCancel={actions.cancel} onChanged={onChanged} />
      {!range ? (
        invalidRange
      ) : isSearchable && search.fault !== undefined ? (
        <InvalidSearch fault={search.fault} onClear={() => onUrl(NO_SEARCH)} />
      ) : (
        <TabContent {...props} range={range} search={search} runs={runs} actions={actions} />
      )}
    </AppPage>
  );
}

/** What is going on, what went wrong, and what one should know. */
function State({
  detector,
  runs,
  onCancel,
  onChanged,
}: {
  detector: Detector;
  runs: FollowedRuns;
  onCancel: DetectorActions['cancel'];
  onChanged: () => void;
}) {
  const { timeFormat } = useServices();
  const { status } = detector;
  const notAuthorised = status.health.find(({ kind }) => kind === 'not_authorised');
  const fieldsMissing = status.health.find(({ kind }) => kind === 'fields_missing');
  return (
    <>
      {notAuthorised && (
        <>
          <NotAuthorised
            detector={detector}
            message={timeFormat.told(notAuthorised.message)}
            onChanged={onChanged}
          />
          <EuiSpacer size="s" />
        </>
      )}
      {fieldsMissing && (
        <>
          <FieldsMissing detector={detector} message={timeFormat.told(fieldsMissing.message)} />
          <EuiSpacer size="s" />
        </>
      )}
      {runs.shown.map((run) => (
        <React.Fragment key={run.id}>
          <RunProgress
            run={run}
            onCancel={() => void onCancel(run)}
            onDismiss={() => runs.dismiss(run)}
          />
          <EuiSpacer size="s" />
        </React.Fragment>
      ))}
      {runs.error && (
        <>
          <EuiCallOut
            size="s"
            color="warning"
            iconType="warning"
            title={i18n.translate('anomalyDetector.run.progressUnknown', {
              defaultMessage: 'The progress of runs could not be read: {reason}',
              values: { reason: runs.error.message },
            })}
          />
          <EuiSpacer size="s" />
        </>
      )}
      {failuresOf(status).map((failure) => (
        <React.Fragment key={failure}>
          <EuiCallOut size="s" color="danger" iconType="error" title={timeFormat.told(failure)} />
          <EuiSpacer size="s" />
        </React.Fragment>
      ))}
      <Notices notices={status.notices} />
      {status.notices.length > 0 && <EuiSpacer size="m" />}
    </>
  );
}

/** The tab that is looked at. */
function TabContent({
  detector,
  tab,
  url,
  range,
  refresh,
  onUrl,
  onChanged,
  search,
  runs,
  actions,
}: Props & {
  range: TimeRange;
  search: RecordSearch;
  runs: FollowedRuns;
  actions: DetectorActions;
}) {
  const { rights, timeFormat } = useServices();
  const { status } = detector;
  const Tab = detectorTabs().find(({ id }) => id === tab)?.Component;
  if (Tab) {
    return <Tab detector={detector} range={range} refresh={refresh} onChanged={onChanged} />;
  }
  if (status.activeModelId !== null) {
    return tab === 'incidents' ? (
      <IncidentsTab
        detector={detector}
        range={range}
        rangeKey={`${detector.id} ${url.from} ${url.to}`}
        search={search}
        refresh={refresh}
      />
    ) : (
      <DetectorResults
        detector={detector}
        runs={runs.all}
        url={url}
        range={range}
        search={search}
        refresh={refresh}
        onUrl={onUrl}
        onChanged={onChanged}
        onScore={rights.save ? () => void actions.score(isoRange(range)) : undefined}
      />
    );
  }
  const training = runs.shown.some((run) => run.kind === 'train' && !isFinished(run));
  return training || status.state === 'learning' ? (
    <Learning
      enabled={detector.enabled}
      message={training || status.message === null ? null : timeFormat.told(status.message)}
    />
  ) : (
    <NoModel
      enabled={detector.enabled}
      onStart={rights.save && !detector.enabled ? () => void actions.start() : undefined}
      busy={actions.busy}
    />
  );
}
