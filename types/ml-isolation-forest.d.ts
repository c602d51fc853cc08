declare module 'ml-isolation-forest' {
  export class IsolationForest {
    constructor(options?: { nEstimators?: number });
    train(rows: number[][]): void;
    /** Scores of 0 to 1, one a row. */
    predict(rows: number[][]): number[];
  }
}
