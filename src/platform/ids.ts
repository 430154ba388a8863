import type * as vscode from 'vscode';

/**
 * Every command with the arguments it may get. Keybindings, links and other extensions can pass anything, so a handler
 * checks what it was given.
 */
export interface CommandArguments {
  'easel.generateFromSelection': [prompt?: unknown];
  'easel.generateAgain': [image?: vscode.Uri];
  'easel.showRecipe': [image?: vscode.Uri];
  'easel.openStudio': [];
  'easel.editInStudio': [image?: unknown, images?: unknown];
  'easel.editImage': [image?: unknown, images?: unknown];
  'easel.task.vary': [image?: unknown, images?: unknown];
  'easel.task.inpaint': [image?: unknown, images?: unknown];
  'easel.task.removeObject': [image?: unknown, images?: unknown];
  'easel.task.replaceBackground': [image?: unknown, images?: unknown];
  'easel.task.outpaint': [image?: unknown, images?: unknown];
  'easel.task.removeBackground': [image?: unknown, images?: unknown];
  'easel.task.recolor': [image?: unknown, images?: unknown];
  'easel.task.structure': [image?: unknown, images?: unknown];
  'easel.task.palette': [image?: unknown, images?: unknown];
  'easel.task.style': [image?: unknown, images?: unknown];
  'easel.task.tryOn': [image?: unknown, images?: unknown];
  'easel.task.upscale': [image?: unknown, images?: unknown];
  'easel.studio.generate': [];
  'easel.studio.undo': [];
  'easel.studio.redo': [];
  'easel.studio.accept': [];
  'easel.studio.showWaiting': [inboxId?: unknown];
  'easel.gallery.open': [context?: unknown];
  'easel.gallery.insertLink': [context?: unknown];
  'easel.gallery.copyPath': [context?: unknown];
  'easel.gallery.revealInExplorer': [context?: unknown];
  'easel.gallery.editInStudio': [context?: unknown];
  'easel.gallery.generateAgain': [context?: unknown];
  'easel.gallery.showRecipe': [context?: unknown];
  'easel.gallery.vary': [context?: unknown];
  'easel.gallery.copyPresignedUrl': [context?: unknown];
  'easel.gallery.animate': [context?: unknown];
  'easel.gallery.editImage': [context?: unknown];
  'easel.gallery.refresh': [];
  'easel.gallery.filter': [];
  'easel.gallery.sort': [];
  'easel.gallery.groupByOriginal': [];
  'easel.gallery.focusSearch': [];
  'easel.makeVideoFromSelection': [];
  'easel.animateImage': [image?: unknown, images?: unknown];
  'easel.runStoryboard': [document?: unknown];
  'easel.setUpVideoBucket': [];
  'easel.findVideoJobs': [];
  'easel.cleanUpAws': [];
  'easel.copyPresignedUrl': [file?: unknown];
  'easel.jobs.open': [job?: unknown];
  'easel.jobs.reveal': [job?: unknown];
  'easel.jobs.insertSnippet': [job?: unknown];
  'easel.jobs.copyPresignedUrl': [job?: unknown];
  'easel.jobs.makeAgain': [job?: unknown];
  'easel.jobs.nextSeed': [job?: unknown];
  'easel.jobs.editAndRetry': [job?: unknown];
  'easel.jobs.cancel': [job?: unknown];
  'easel.jobs.retryDownload': [job?: unknown];
  'easel.jobs.signIn': [job?: unknown];
  'easel.jobs.forget': [job?: unknown];
  'easel.jobs.deleteFromS3': [job?: unknown];
  'easel.connect': [];
  'easel.checkSetup': [];
  'easel.useOffline': [];
  'easel.useBedrock': [];
  'easel.showSpending': [];
  'easel.changeBudget': [];
  'easel.showLog': [];
  'easel.describeImage': [image?: unknown, images?: unknown];
  'easel.askAboutImages': [image?: unknown, images?: unknown];
  'easel.judgeImages': [image?: unknown, images?: unknown];
  'easel.classifyImages': [image?: unknown, images?: unknown];
  'easel.checkImagesMatch': [image?: unknown, images?: unknown];
  'easel.writeMissingAltText': [place?: unknown, places?: unknown];
  'easel.writeAltText': [document?: unknown, offset?: unknown, how?: unknown];
  'easel.runPrompt': [image?: unknown, prompt?: unknown];
  'easel.newPromptFile': [image?: unknown];
  'easel.runPromptFile': [document?: unknown];
  'easel.openGrid': [document?: unknown];
  'easel.compareRuns': [document?: unknown];
  'easel.expandPrompt': [document?: unknown];
  'easel.gallery.describe': [context?: unknown];
  'easel.gallery.ask': [context?: unknown];
  'easel.gallery.judge': [context?: unknown];
  'easel.gallery.moreLikeThis': [image?: unknown];
  'easel.gallery.heatmap': [context?: unknown];
  'easel.searchImages': [words?: unknown];
  'easel.findAndInsert': [words?: unknown];
  'easel.manageIndex': [];
  'easel.moreLikeThis': [image?: unknown, images?: unknown];
  'easel.heatmap': [image?: unknown, images?: unknown];
  'easel.sortIntoGroups': [folder?: unknown];
  'easel.showDuplicates': [];
  'easel.gallery.search': [words?: unknown];
}

export type CommandId = keyof CommandArguments;

/** Made by VS Code for each view: shows it and takes the keyboard there. */
export const showJobsCommand = 'easel.jobs.focus';
export const showGalleryCommand = 'easel.gallery.focus';

/** Context keys that `package.json` uses in `when` clauses. */
export const contextKeys = {
  /** `bedrock` or `offline`. */
  provider: 'easel.provider',
  /** Region of the Studio that has the focus; not set for none. */
  studioFocus: 'easel.studioFocus',
  /** True while a candidate is shown that is not accepted yet. */
  studioCandidate: 'easel.studioCandidate',
  /** The page of the Gallery has the keyboard. */
  galleryFocus: 'easel.galleryFocus',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
