import { type Behaviour, notApplicable, shown } from './behaviour.js';

const STAGE = 'compiler/stage/stage.test.ts';
const LAYOUT = 'compiler/stage/runtime-layout.test.ts > the runtime in a package';
const LOCATE = 'process/locate.test.ts';
const SCENARIO = 'compiler/scenarios.test.ts > %s > $label @ compiler/scenarios';
const WHEELS =
  'npm has no wheels: a runtime package is one for its platform by `os` and `cpu` in its package.json, and `npm pack` takes what `files` names.';
const ONE_VERSION =
  'The SDK is pinned to one runtime, whose schema its generated code was made from; there are no ranges of runtimes and no betas with another one.';

/** What the compiler makes, how it is kept in step, and what is released. */
export const compiler: readonly Behaviour[] = [
  shown(
    'contract_generation/generated_files_are_up_to_date',
    'The committed client is what the compiler makes of the committed schema, byte for byte.',
    'generated/drift.test.ts > the committed client > is what the compiler makes of the pinned schema, without a warning',
    'generated/drift.test.ts > the committed client > is not, as soon as one byte of %s is another',
  ),
  notApplicable(
    'contract_generation/schema_refresh_only_updates_python_for_repository_schemas',
    'Writing the schemas of the runtime’s own repository writes the SDK as well.',
    'This repository does not hold the runtime; its schema comes by `codex-sdkgen pull`, which writes nothing but the schema folder.',
  ),
  shown(
    'contract_generation/schema_generation_failure_does_not_update_python',
    'A dump that fails changes nothing.',
    'compiler/pull/pull.test.ts > a binary that the user names > that is faulty (%s) writes nothing',
    'compiler/cli/generate.test.ts > what generate refuses, with a code, the place and what to do > $what',
  ),
  shown(
    'artifact_workflow_and_binaries/generation_has_single_maintenance_entrypoint_script',
    'There is one command for all that is generated, pulled and staged.',
    'compiler/cli/generate.test.ts > the command line > helps',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/root_fmt',
    'The formatter of the whole repository also formats the SDK (five tests).',
    'That is the driver of another repository; here prettier formats, and `npm run static` checks it.',
  ),
  shown(
    'artifact_workflow_and_binaries/generate_types_wires_all_generation_steps',
    'One run of the generator writes every file.',
    'compiler/cli/generate.test.ts > generate > writes the client',
  ),
  shown(
    'artifact_workflow_and_binaries/generation_resolves_configured_schema_and_explicit_override',
    'The schema is taken from the folder of the project, or from one that is named.',
    'compiler/cli/generate.test.ts > generate > takes a folder that is one dump itself',
    'compiler/cli/generate.test.ts > generate > takes the version of the runtime from provenance.json',
  ),
  shown(
    'artifact_workflow_and_binaries/schema_normalization_flattens_string_literal_oneofs',
    'Choices of single strings become one enumeration, with what is said of each.',
    `${SCENARIO}/enums.md`,
  ),
  shown(
    'artifact_workflow_and_binaries/schema_normalization_preserves_nonliteral_unions',
    'Choices of anything else stay choices.',
    `${SCENARIO}/untagged-union.md`,
    `${SCENARIO}/internal-union.md`,
  ),
  shown(
    'artifact_workflow_and_binaries/schema_normalization_makes_chatgpt_account_email_nullable',
    'What the schema says wrongly is corrected by a reviewed overlay, and every entry must fit.',
    `${SCENARIO}/wrong-property.md`,
    `${SCENARIO}/overlay-contradicts.md`,
  ),
  shown(
    'artifact_workflow_and_binaries/python_codegen_schema_annotation_adds_stable_variant_titles',
    'Variants of a choice have names that tell them, and keep them.',
    `${SCENARIO}/stability.md`,
    `${SCENARIO}/arm-name-taken.md`,
  ),
  shown(
    'artifact_workflow_and_binaries/generate_v2_all_uses_titles_for_generated_names',
    'No generated name has a number that the schema does not give it.',
    'acceptance/public-api.test.ts > a definition that many types share is one type',
  ),
  shown(
    'artifact_workflow_and_binaries/generated_chatgpt_account_email_is_required_nullable',
    'The email of an account is always there, and may be null.',
    'acceptance/account.test-d.ts > the email of an account is always there, and may be null',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/generated_inline_image_class_names_remain_stable',
    'Classes of inline images keep their names when the schema’s titles change.',
    'Titles give no names here: an inline variant is named after its union and its tag.',
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_package_template_has_no_checked_in_binaries',
    'A package holds what npm packs of what is committed, and nothing else.',
    `${STAGE} > the SDK > is what npm packs, pinned to the runtime packages`,
  ),
  shown(
    'artifact_workflow_and_binaries/examples_readme_points_to_runtime_version_source_of_truth',
    'There is one place that says the version of the runtime, and all others agree with it.',
    'package/version.test.ts > of the runtime is the one that the generated code was made from',
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_distribution_name_is_consistent',
    'Runtime packages have the names by which the client looks for them.',
    'compiler/system/platforms.test.ts > names platforms and packages as the client looks for them',
  ),
  shown(
    'artifact_workflow_and_binaries/source_sdk_package_declares_documentation',
    'The package says what it is and where its documentation is.',
    'package/package.test.ts > is a well-formed package',
  ),
  shown(
    'artifact_workflow_and_binaries/source_sdk_template_pins_published_runtime',
    'Every dependency is pinned exactly, the runtime too.',
    'package/version.test.ts > is exact for every dependency, and the same for a peer and its development twin',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/release_metadata_retries_without_invalid_auth',
    'What is asked of the release host is asked again without a token that it refuses.',
    'Runtimes come from the npm registry, which is asked without any token.',
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_setup_reads_independent_runtime_pin_and_release_tags',
    'The runtime to fetch is named by its version, and what the registry states is checked.',
    'compiler/pull/pull.test.ts > a published runtime > that does not exist, or is not one version',
    'compiler/pull/pull.test.ts > a published runtime > that is not what the registry states is refused',
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_setup_downloads_codex_package_archives',
    'A published runtime is fetched for the platform, once.',
    'compiler/pull/pull.test.ts > a published runtime > is fetched and kept, while a person is told what takes so long',
    'compiler/pull/pull.test.ts > a published runtime > is not fetched again, and its provenance tells its checksum',
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_package_is_wheel_only_and_builds_platform_specific_wheels',
    'A runtime package is for one platform, and says so.',
    `${STAGE} > a runtime > for %s is staged on any machine`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_release_copies_package_layout_and_sets_version',
    'A runtime is staged with its layout and its version.',
    `${STAGE} > a runtime > is one platform, as it is published, with its run bits and no commands`,
    `${LAYOUT} > is found with its version, platform and files`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_release_replaces_existing_staging_dir',
    'Staging replaces what it made before.',
    `${STAGE} > staging > replaces what it made, and nothing else`,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/stage_runtime_release_can_pin_wheel_platform_tag',
    'The platform tag of a wheel may be given by hand.',
    WHEELS,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_release_rejects_incomplete_package_layout',
    'A runtime that lacks something is refused, and told what.',
    `${LAYOUT} > with %s is refused`,
    `${LAYOUT} > is told about completely, not only its first fault`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_directory_matches_archive',
    'A runtime is the same from a folder and from an archive.',
    `${STAGE} > a runtime > may come as an archive, and bare`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_directory_rejects_non_regular_entries',
    'Links and devices in a runtime are refused.',
    `${LAYOUT} > with %s is refused @ a FIFO`,
    `${STAGE} > a runtime > with %s is refused @ ['a link',`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_directory_rejects_overlapping_staging',
    'A runtime is not staged into itself.',
    `${STAGE} > a runtime > is not staged into itself or out of itself`,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/normalize_codex_version_accepts_release_tags_and_pep440_versions',
    'Versions of releases are translated to those of Python packages.',
    'npm and the runtime speak the same versions: there is nothing to translate.',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/release_version_conversions_map',
    'Versions of Python packages are mapped to release tags and back.',
    'npm and the runtime speak the same versions: there is nothing to map.',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/release_version_cli_writes_python_runtime_outputs',
    'A script writes the versions of a release for the build that follows.',
    'The version of a release stands in package.json, where every build reads it.',
  ),
  shown(
    'artifact_workflow_and_binaries/release_version_cli_rejects_unsupported_runtime_releases',
    'A version that is not the pinned one is refused for a release.',
    `${STAGE} > staging > refuses another version than the one that is pinned`,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/runtime_package_layout_is_included_by_wheel_config',
    'The configuration of the wheel includes the layout of the runtime.',
    WHEELS,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_release_preserves_reviewed_runtime_pin',
    'The staged SDK depends on exactly the reviewed runtime.',
    `${STAGE} > the SDK > is what npm packs, pinned to the runtime packages`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_release_packages_reviewed_artifacts',
    'What is staged is what is committed and in step.',
    `${STAGE} > staging > refuses what is not committed`,
    `${STAGE} > staging > refuses generated code or dumps that are out of step`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_release_replaces_existing_staging_dir',
    'A staged SDK is replaced as a whole, or stays as it was.',
    `${STAGE} > the SDK > is not staged if it cannot be built, and what was staged before stays`,
    `${STAGE} > staging > replaces what it made, and nothing else`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_runs_type_generation_before_staging',
    'Staging does not generate: it refuses code that is out of step, and never writes into the tree.',
    `${STAGE} > staging > refuses generated code or dumps that are out of step`,
    `${STAGE} > staging > never writes into the tree`,
  ),
  shown(
    'artifact_workflow_and_binaries/built_sdk_uses_explicit_release_versions',
    'The built SDK says the version that it was released as.',
    'package/version.test.ts > is the same in the package and in the code',
    'package/package.test.ts > installed into a project > runs a turn with the runtime that it brings',
  ),
  shown(
    'artifact_workflow_and_binaries/sdk_release_matches_stable_runtime',
    'A release is staged for the version that it is told, or not at all.',
    `${STAGE} > staging > refuses another version than the one that is pinned`,
  ),
  shown(
    'artifact_workflow_and_binaries/sdk_release_matches_runtime',
    'The pinned runtime is the one whose schema the code was generated from.',
    'package/version.test.ts > of the runtime is the one that the generated code was made from',
  ),
  notApplicable(
    'artifact_workflow_and_binaries/sdk_release_rejects_unsupported_runtime_even_for_beta',
    'A beta does not go out with a runtime that is too old.',
    ONE_VERSION,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/sdk_runtime_override_is_checked_after_stamping',
    'A runtime given for a release is checked once its version is written.',
    ONE_VERSION,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/sdk_beta_can_use_a_supported_runtime',
    'A beta may go out with any supported runtime.',
    ONE_VERSION,
  ),
  notApplicable(
    'artifact_workflow_and_binaries/sdk_beta_can_pin_an_independent_runtime',
    'A beta may pin a runtime of another version than its own.',
    ONE_VERSION,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_release_rejects_missing_or_duplicate_runtime_pin',
    'A package.json that lacks what a release needs is refused.',
    `${STAGE} > the SDK > has to have what its package.json names`,
  ),
  shown(
    'artifact_workflow_and_binaries/stage_sdk_rejects_empty_runtime_version',
    'A version that is none is refused.',
    `${STAGE} > staging > refuses another version than the one that is pinned`,
    'compiler/pull/pull.test.ts > a published runtime > that does not exist, or is not one version',
  ),
  shown(
    'artifact_workflow_and_binaries/stage_runtime_stages_package_without_type_generation',
    'A runtime is staged without generating anything.',
    `${STAGE} > staging > never writes into the tree`,
  ),
  shown(
    'artifact_workflow_and_binaries/default_runtime_is_resolved_from_installed_runtime_package',
    'Without a choice of the user the runtime of the installed package is started.',
    `${LOCATE} > on this machine the pinned package is found`,
    `${LOCATE} > the first that is given decides > the codex package`,
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_path_dir_is_prepended_without_duplicates',
    'The tools that a runtime brings come first on its path, once.',
    'process/environment.test.ts > prependToPath > puts the directory first, once',
    `${LOCATE} > packages > bring the directory for PATH`,
  ),
  shown(
    'artifact_workflow_and_binaries/runtime_path_dir_preserves_windows_path_key',
    'On Windows the path keeps the spelling of its name, and there is one.',
    'process/environment.test.ts > prependToPath > keeps the spelling of the variable on Windows, and only one of it',
  ),
  shown(
    'artifact_workflow_and_binaries/explicit_codex_bin_override_takes_priority',
    'A binary that the user names comes before every other.',
    `${LOCATE} > the first that is given decides > codexBin`,
  ),
  shown(
    'artifact_workflow_and_binaries/missing_runtime_package_requires_explicit_codex_bin',
    'Where no runtime is found the error says where it was looked, and how to mend it.',
    `${LOCATE} > without any runtime > the error lists each place and how to mend it`,
  ),
  shown(
    'artifact_workflow_and_binaries/broken_runtime_package_does_not_fall_back',
    'What was chosen and cannot be run is an error, and never a fallback.',
    `${LOCATE} > a choice that cannot be run is an error > codexBin %j`,
    `${LOCATE} > without any runtime > a missing platform package is told apart`,
  ),
];
