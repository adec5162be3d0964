/** The model that a runtime believes to talk to. */
export const SCRIPTED_MODEL_SLUG = 'scripted-model';

const efforts = ['minimal', 'low', 'medium', 'high', 'xhigh'];

/**
 * A catalogue of models for `model_catalog_json`, with one that offers all the plain tools. Without
 * it the runtime would warn in each thread that it knows nothing about the model, and offer no
 * `apply_patch`; the models that it does know hide most tools behind others.
 */
export const MODEL_CATALOG: { readonly models: readonly object[] } = {
  models: [
    {
      slug: SCRIPTED_MODEL_SLUG,
      display_name: 'Scripted model',
      description: 'Says what a script tells it to.',
      base_instructions: 'A script plays this model.',
      supported_reasoning_levels: efforts.map((effort) => ({ effort, description: effort })),
      default_reasoning_level: 'medium',
      supports_reasoning_summaries: true,
      supports_reasoning_summary_parameter: true,
      support_verbosity: true,
      shell_type: 'shell_command',
      apply_patch_tool_type: 'freeform',
      supports_parallel_tool_calls: true,
      experimental_supported_tools: [],
      input_modalities: ['text', 'image'],
      truncation_policy: { mode: 'tokens', limit: 10_000 },
      context_window: 272_000,
      visibility: 'list',
      supported_in_api: true,
      priority: 1,
    },
  ],
};
