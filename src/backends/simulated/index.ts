export { SIMULATED_LABEL, SimulatedModel, type SimulatedOptions } from './simulatedModel';
export { serveSimulated, type ServeOptions, type SimulatedServer } from './server';
