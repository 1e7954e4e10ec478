export { QuickstartTask } from './quickstartTask';
