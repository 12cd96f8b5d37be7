<?php
/**
 * Plugin Name: Daylight
 * Description: Public money on a page: a block that shows a published budget, funds on their way or what came of plans, and that they add up.
 * Version: 0.1.0
 * Requires at least: 6.3
 * Requires PHP: 7.4
 * License: Apache-2.0 OR MIT
 * Text Domain: daylight
 */

defined('ABSPATH') || exit;

/** The elements by their ids, and the attributes that each may have: those of `daylight manifest`, which a test compares. */
const DAYLIGHT_WIDGETS = [
    'budget' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'year', 'phase', 'dimension', 'direction', 'currency', 'basis'],
    'funds' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'year', 'fund', 'project'],
    'results' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'kind', 'status'],
    'consultation' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'subject', 'voucher'],
];

add_action('init', 'daylight_register');

/** The loader from the folder dist/ of this plugin, on pages that have the block, and the block. */
function daylight_register() {
    $loader = __DIR__ . '/dist/daylight.js';
    $version = is_file($loader) ? (string) filemtime($loader) : null;
    wp_register_script('daylight', plugins_url('dist/daylight.js', __FILE__), [], $version, ['strategy' => 'defer']);
    register_block_type(__DIR__, ['render_callback' => 'daylight_render']);
}

/**
 * The element around the fallback, which is part of the post and was filtered with it when it was saved.
 *
 * @param array  $attributes What the editor has stored: nothing in it is trusted.
 * @param string $fallback   The post's own HTML inside the block.
 */
function daylight_render($attributes, $fallback) {
    $widget = $attributes['widget'] ?? 'budget';
    if (!is_string($widget) || !isset(DAYLIGHT_WIDGETS[$widget])) {
        return $fallback;
    }
    $written = '';
    foreach (DAYLIGHT_WIDGETS[$widget] as $name) {
        $value = $attributes[$name] ?? '';
        if (!is_string($value) || $value === '') {
            continue;
        }
        $value = $name === 'src' ? daylight_address($value) : $value;
        $written .= $value === '' ? '' : " $name=\"" . daylight_escape($value) . '"';
    }
    return '<div ' . get_block_wrapper_attributes() . "><daylight-$widget$written>$fallback</daylight-$widget></div>";
}

/**
 * A value as it is, for between double quotes. Not esc_url, which makes a host of the first folder of a relative address, nor
 * esc_attr, which takes `&#58;` for a colon that was escaped already.
 */
function daylight_escape($value) {
    return htmlspecialchars($value, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** An address as it is, if it is relative or http(s), else nothing. */
function daylight_address($address) {
    $has_scheme = preg_match('~^[^/?#]*:~', $address);
    $is_web = !$has_scheme || preg_match('~^https?://~i', $address);
    return $is_web && !preg_match('~[\x00-\x20\x7f]~', $address) ? $address : '';
}
