/** The ready dashboard of a detector. */
export interface DashboardResponse {
  /** Id of the saved object. */
  id: string;
  title: string;
  /** Below Kibana's base path and space. */
  path: string;
  /** false: it was there already, and was left as it is. */
  created: boolean;
}
