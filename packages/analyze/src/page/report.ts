// The script of the report.
import './theme-switch.js';
import './sort-tables.js';
import './figures.js';
import './facts.js';
