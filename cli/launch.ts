#!/usr/bin/env node
import * as nodeModule from 'node:module';

// Node 22.1 and newer keep what they compiled; it only holds for modules that are loaded afterwards.
nodeModule.enableCompileCache?.();
require('./cli-main.cjs');
