/** What a box that scrolls sideways measures. */
export interface Measures {
  readonly scrollLeft: number;
  readonly clientWidth: number;
  readonly scrollWidth: number;
}

export interface Hidden {
  readonly before: boolean;
  readonly after: boolean;
}

/** On which sides content is out of sight; browsers round positions, so a pixel does not count. */
export function hiddenSides({ scrollLeft, clientWidth, scrollWidth }: Measures): Hidden {
  return { before: scrollLeft > 1, after: scrollLeft + clientWidth < scrollWidth - 1 };
}
