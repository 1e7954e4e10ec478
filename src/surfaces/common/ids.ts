/** Ids the manifest declares. A unit test compares both ways. */

export const command = {
  run: {
    start: 'grasp.run.start',
    stop: 'grasp.run.stop',
    resume: 'grasp.run.resume',
    openFolder: 'grasp.run.openFolder',
    closeFolder: 'grasp.run.closeFolder',
    refresh: 'grasp.run.refresh',
    showLog: 'grasp.run.showLog',
    reveal: 'grasp.run.reveal',
    show: 'grasp.run.show',
    showMore: 'grasp.run.showMore',
  },
  edits: {
    open: 'grasp.edits.open',
    accept: 'grasp.edits.accept',
    reject: 'grasp.edits.reject',
    undo: 'grasp.edits.undo',
    reprobe: 'grasp.edits.reprobe',
    rebase: 'grasp.edits.rebase',
    next: 'grasp.edits.next',
    previous: 'grasp.edits.previous',
    acceptAll: 'grasp.edits.acceptAll',
    filter: 'grasp.edits.filter',
    acceptHunk: 'grasp.edits.acceptHunk',
    rejectHunk: 'grasp.edits.rejectHunk',
    showProbes: 'grasp.edits.showProbes',
    editByHand: 'grasp.edits.editByHand',
    toggleLayout: 'grasp.edits.toggleLayout',
    openTranscripts: 'grasp.edits.openTranscripts',
    submitReason: 'grasp.edits.submitReason',
    acceptWithReason: 'grasp.edits.acceptWithReason',
    rejectWithReason: 'grasp.edits.rejectWithReason',
    review: 'grasp.edits.review',
    showOfRun: 'grasp.edits.showOfRun',
    actions: 'grasp.edits.actions',
    stopProbes: 'grasp.edits.stopProbes',
    showMore: 'grasp.edits.showMore',
  },
  probes: {
    run: 'grasp.probes.run',
    toggleLive: 'grasp.probes.toggleLive',
    compare: 'grasp.probes.compare',
    stop: 'grasp.probes.stop',
    pin: 'grasp.probes.pin',
    addFromTranscript: 'grasp.probes.addFromTranscript',
    resetSpend: 'grasp.probes.resetSpend',
  },
  library: {
    refresh: 'grasp.library.refresh',
    openSkill: 'grasp.library.openSkill',
    history: 'grasp.library.history',
    compareVersions: 'grasp.library.compareVersions',
    restore: 'grasp.library.restore',
    preview: 'grasp.library.preview',
    newSkill: 'grasp.library.newSkill',
  },
  model: {
    select: 'grasp.model.select',
    setKey: 'grasp.model.setKey',
    forgetKey: 'grasp.model.forgetKey',
  },
  dashboard: {
    open: 'grasp.dashboard.open',
  },
  setup: {
    open: 'grasp.setup.open',
    createSample: 'grasp.setup.createSample',
    createConfig: 'grasp.setup.createConfig',
  },
} as const;

export const view = { runs: 'grasp.runs', edits: 'grasp.edits', library: 'grasp.library' } as const;

/** Settings, without the `grasp.` in front. */
export const setting = {
  runConfigs: 'run.configs',
  runsFolders: 'runs.folders',
  runReview: 'run.review',
  runNode: 'run.node',
  modelAgent: 'model.agent',
  modelWriter: 'model.writer',
  modelEndpoints: 'model.endpoints',
  reviewLayout: 'review.layout',
  probesConfig: 'probes.config',
  probesLive: 'probes.live',
  probesDebounce: 'probes.debounce',
  probesCallLimit: 'probes.callLimit',
  probesSize: 'probes.size',
} as const;

/** Context keys that `when` clauses read. */
export const contextKey = {
  /** The active editor shows an edit. */
  reviewActive: 'grasp.reviewActive',
  /** The active editor shows a skill of a library. */
  skillActive: 'grasp.skillActive',
  /** The active editor shows a transcript. */
  transcriptActive: 'grasp.transcriptActive',
  hasEdits: 'grasp.hasEdits',
  hasLiveRun: 'grasp.hasLiveRun',
} as const;

/** Schemes of virtual documents. */
export const scheme = {
  /** An edit as one merged document. */
  merged: 'grasp-merged',
  /** A proposal not yet decided on, to be changed by hand; kept in memory, never on disk. */
  proposal: 'grasp-proposal',
  /** A text of a skill as some run knew it: before or after an edit, or an archived version. */
  version: 'grasp-version',
  transcript: 'grasp-transcript',
} as const;

/** Colours, for what themes have none of. */
export const color = {
  addedLineBorder: 'grasp.addedLineBorder',
  removedLineBorder: 'grasp.removedLineBorder',
  proposedLineBackground: 'grasp.proposedLineBackground',
  proposedLineBorder: 'grasp.proposedLineBorder',
} as const;

/** Type of the dashboards' panels; an activation event names it. */
export const dashboardPanel = 'grasp.dashboard';

export const taskType = 'grasp';
export const commentController = 'grasp.review';
export const testController = 'grasp.probes';
