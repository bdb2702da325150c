/**
 * Loaded before the worker's own code: an attempt is over after seconds, and an agent is asked after less, so that what
 * is slow needs no minutes here.
 */
const { exportPolicy } = require('../../dist/workflows/domain/export-policy');

exportPolicy.attemptMs = 4_000;
exportPolicy.agentPollMs = { least: 300, most: 1_000 };
