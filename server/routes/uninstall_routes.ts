import { paths } from '../../common/api';
import { uninstallBody, type UninstallResponse } from '../../common/uninstall';

import type { Routes } from './services';

export function addUninstallRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.uninstall,
    summary: 'Remove from a space what must not outlive the plugin',
    privilege: 'write',
    body: uninstallBody,
    handle: ({ caller, space, services, body }): Promise<UninstallResponse> =>
      services.prepareUninstall.execute(caller, space, body),
  });
}
