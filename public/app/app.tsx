import React from 'react';
import { Redirect, Route, Router, Switch } from 'react-router-dom';

import { useServices } from './app_services';
import { DetectorPage } from './detector/detector_page';
import { DetectorFormPage } from './detector_form/detector_form_page';
import { DetectorsPage } from './detectors/detectors_page';
import { GetLogsInPage } from './get_logs_in/get_logs_in_page';
import { NoRightsPage } from './layout/no_rights_page';
import { OverviewPage } from './overview/overview_page';
import { isTabId, movedTo, places } from './routing/places';

/** The pages of the app, by address. */
export function App() {
  const { history, rights } = useServices();
  if (!rights.show) return <NoRightsPage />;
  return (
    <Router history={history}>
      <Switch>
        <Route
          exact
          path={places.overview}
          render={({ location: { search } }) => {
            const moved = movedTo(search);
            return moved ? <Redirect to={moved} /> : <OverviewPage />;
          }}
        />
        <Route exact path={places.detectors}>
          <DetectorsPage />
        </Route>
        <Route exact path={places.create}>
          <DetectorFormPage />
        </Route>
        <Route exact path={places.getLogsIn}>
          <GetLogsInPage />
        </Route>
        <Route
          exact
          path={`${places.detectors}/:id/edit`}
          render={({ match: { params } }) => <DetectorFormPage key={params.id} id={params.id} />}
        />
        <Route
          exact
          path={`${places.detectors}/:id/:tab?`}
          render={({ match: { params }, location: { search } }) =>
            params.tab === undefined || isTabId(params.tab) ? (
              <DetectorPage key={params.id} id={params.id} tab={params.tab} />
            ) : (
              <Redirect to={{ pathname: places.detector(params.id), search }} />
            )
          }
        />
        <Route render={({ location: { search } }) => <Redirect to={{ pathname: '/', search }} />} />
      </Switch>
    </Router>
  );
}
