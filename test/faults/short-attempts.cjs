/** Loaded before the worker's own code: an attempt is over after seconds, so that a slow ERP needs no minutes here. */
const { exportPolicy } = require('../../dist/workflows/domain/export-policy');

exportPolicy.attemptMs = 4_000;
