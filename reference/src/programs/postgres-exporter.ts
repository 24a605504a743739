/** Shows a database's state to Prometheus. Configuration: `PostgresExporterConfig`; answers with the port `metrics`. */
import { type PostgresExporterConfig, startPostgresExporter } from '../postgres/postgres-exporter.js';
import { runProgram } from './run-program.js';

await runProgram<PostgresExporterConfig>(startPostgresExporter);
