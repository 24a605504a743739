import type { Frequency } from './schema/index.js';

const hour = 3600;
const day = 24 * hour;

/** The longest that may lie between two of what happens so often: months and quarters are the longest of their kind. */
export const longestPeriodSeconds: Readonly<Record<Frequency, number>> = {
  hourly: hour,
  daily: day,
  weekly: 7 * day,
  monthly: 31 * day,
  quarterly: 92 * day,
  yearly: 366 * day,
};
