/** Something stored that could not be read, with the reason. */
export interface Broken {
  id: string;
  reason: string;
}
