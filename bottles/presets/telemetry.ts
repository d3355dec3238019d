import type { EnvironmentBuilder } from 'bottleworks'

/** Turns off what tools report of their own accord: for bottles and for machines. */
export const withoutTelemetry = <B extends EnvironmentBuilder<B>>(builder: B): B =>
  builder.env({ DO_NOT_TRACK: 1, DISABLE_TELEMETRY: 1 })
