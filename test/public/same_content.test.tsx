import { act, render } from '@testing-library/react';
import React from 'react';

import { useLatest } from '../../public/charts/use_latest';
import { sameContent } from '../../public/same_content';
import { useRequest } from '../../public/app/use_request';

describe('content', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: [1, null, { b: 'x' }] }, { a: [1, null, { b: 'x' }] }, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [NaN, NaN, true],
    [[1, 2], [1, 2, 3], false],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[], {}, false],
    [null, {}, false],
    [0, '0', false],
    [new Date(0), new Date(0), false],
  ])('of %j and %j is the same: %s', (a, b, same) => {
    expect(sameContent(a, b)).toBe(same);
    expect(sameContent(b, a)).toBe(same);
  });
});

describe('an answer', () => {
  it('that says the same as the one before is the same one, so that nothing is drawn again for it', async () => {
    const answers = [{ points: [1, 2] }, { points: [1, 2] }, { points: [1, 3] }];
    const seen: unknown[] = [];
    function Asking({ refresh }: { refresh: number }) {
      seen.push(useRequest('points', () => Promise.resolve(answers[refresh]), refresh).data);
      return null;
    }
    const settle = () => act(async () => Promise.resolve());
    const { rerender } = render(<Asking refresh={0} />);
    await settle();
    expect(seen.at(-1)).toBe(answers[0]);
    rerender(<Asking refresh={1} />);
    await settle();
    expect(seen.at(-1)).toBe(answers[0]);
    rerender(<Asking refresh={2} />);
    await settle();
    expect(seen.at(-1)).toBe(answers[2]);
  });
});

describe('a callback of a chart', () => {
  it('stays one function, which calls the last that was given', () => {
    const given: Array<((value: number) => void) | undefined> = [];
    const called: string[] = [];
    function Chart({ onBrush }: { onBrush?: (value: number) => void }) {
      given.push(useLatest(onBrush));
      return null;
    }
    const { rerender } = render(<Chart onBrush={(value) => called.push(`first ${value}`)} />);
    rerender(<Chart onBrush={(value) => called.push(`second ${value}`)} />);
    expect(given[1]).toBe(given[0]);
    given[0]?.(7);
    expect(called).toEqual(['second 7']);
    rerender(<Chart />);
    expect(given[2]).toBeUndefined();
  });
});
