import {
  ParametersDocument,
  RecordCalendarDayDocument,
  ReviseParameterDocument,
  type CalendarDayRowFragment,
  type DayKind,
  type ParameterMeasure,
  type ParameterRowFragment,
  type ParameterValueFieldsFragment,
  type RecordCalendarDayInput,
  type ReviseParameterInput,
} from '$gql/parameters/graphql';
import { mutate, query } from '$lib/api/client';
import { t } from '$lib/i18n';

export type Parameter = ParameterRowFragment;
export type Value = ParameterValueFieldsFragment;
export type Day = CalendarDayRowFragment;
export type { DayKind };

export interface Problem {
  readonly field: string | null;
  readonly message: string;
}

export const dayKinds: readonly DayKind[] = ['DAY_OFF', 'WORKING_DAY', 'ORDINARY'];

/** Years that a calendar may be looked at for; the address may say anything. */
const firstYear = 2020;
const lastYear = 2100;

export function yearFrom(text: string | null, today: Date): number {
  const year = Number(text);
  const isYear = Number.isInteger(year) && year >= firstYear && year <= lastYear;
  return isYear ? year : today.getFullYear();
}

export async function loadParameters(year: number) {
  const found = await query(ParametersDocument, { year });
  return {
    canKeep: found.viewerCanKeepParameters,
    parameters: found.parameters,
    days: found.calendarDays,
    gaps: found.yearsWithoutCalendar,
    year,
  };
}

/** A number with what it counts: "3 tháng". */
export function valueText(value: number, measure: ParameterMeasure): string {
  return t(`parameters.measure.${measure}`, { count: value });
}

/** Records a value; null when it is done, else what is wrong. */
export async function revise(input: ReviseParameterInput): Promise<Problem | null> {
  const { reviseParameter } = await mutate(ReviseParameterDocument, { input });
  return reviseParameter.__typename === 'ParameterProblem' ? problemOf(reviseParameter) : null;
}

/** Records a day; null when it is done, else what is wrong. */
export async function recordDay(input: RecordCalendarDayInput): Promise<Problem | null> {
  const { recordCalendarDay } = await mutate(RecordCalendarDayDocument, { input });
  return recordCalendarDay.__typename === 'ParameterProblem' ? problemOf(recordCalendarDay) : null;
}

function problemOf({ path, message }: { path: readonly string[]; message: string }): Problem {
  return { field: path.at(-1) ?? null, message };
}
