import type { MouseEvent } from 'react';
import { useCallback } from 'react';

import { useServices } from '../app_services';

/** What a link or a button that is one takes. */
export interface LinkProps {
  href: string;
  onClick: (event: MouseEvent<HTMLElement>) => void;
}

/** Whether the browser is to follow the link by itself: into a new tab, a new window, a download. */
const isForTheBrowser = (event: MouseEvent<HTMLElement>): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** The time range that is looked at goes along to the next page. */
const timeRangeOf = (search: string): Record<string, string> => {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    ['from', 'to'].flatMap((key) => {
      const value = query.get(key);
      return value ? [[key, value]] : [];
    })
  );
};

/** Links within the app, which change the page without loading Kibana again. */
export function useLinks(): {
  /** @param query what else the address says; the time range goes along unless it is given */
  linkTo: (pathname: string, query?: Record<string, string | undefined>) => LinkProps;
  goTo: (pathname: string, query?: Record<string, string | undefined>) => void;
} {
  const { history } = useServices();
  const locationOf = useCallback(
    (pathname: string, query: Record<string, string | undefined> = {}) => {
      const wanted = Object.entries({ ...timeRangeOf(history.location.search), ...query });
      const search = new URLSearchParams(
        wanted.filter((entry): entry is [string, string] => entry[1] !== undefined)
      ).toString();
      return { pathname, search: search === '' ? '' : `?${search}` };
    },
    [history]
  );
  const goTo = useCallback(
    (pathname: string, query?: Record<string, string | undefined>) =>
      history.push(locationOf(pathname, query)),
    [history, locationOf]
  );
  const linkTo = useCallback(
    (pathname: string, query?: Record<string, string | undefined>) => ({
      href: history.createHref(locationOf(pathname, query)),
      onClick: (event: MouseEvent<HTMLElement>) => {
        if (isForTheBrowser(event)) return;
        event.preventDefault();
        history.push(locationOf(pathname, query));
      },
    }),
    [history, locationOf]
  );
  return { linkTo, goTo };
}
