/** Where telemetry of this process goes. Source: OpenTelemetry specification, and Sentry's SDKs, environment variables. */
const telemetryVariable = /^(?:OTEL|SENTRY)_/;

/**
 * What a program of the bed takes over from the process that starts it. The bed's services have the names of real ones: sent to
 * where a real platform's telemetry goes, theirs would be taken for it.
 */
export const inheritedEnvironment = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !telemetryVariable.test(name)));
