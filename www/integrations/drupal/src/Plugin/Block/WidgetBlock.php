<?php

namespace Drupal\daylight\Plugin\Block;

use Drupal\Core\Block\Attribute\Block;
use Drupal\Core\Block\BlockBase;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\StringTranslation\TranslatableMarkup;

/**
 * A Daylight element with its fallback inside.
 */
#[Block(id: 'daylight_widget', admin_label: new TranslatableMarkup('Daylight'), category: new TranslatableMarkup('Media'))]
class WidgetBlock extends BlockBase {

  /**
   * The elements by their ids, and the attributes that each may have.
   *
   * Those of `daylight manifest`, which a test compares.
   */
  const WIDGETS = [
    'budget' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'year', 'phase', 'dimension', 'direction', 'currency', 'basis'],
    'funds' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'year', 'fund', 'project'],
    'results' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'kind', 'status'],
    'consultation' => ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link', 'subject', 'voucher'],
  ];

  /**
   * The words of attributes that may hold nothing else.
   */
  const WORDS = [
    'view' => ['treemap', 'table', 'outturn', 'years', 'panels', 'hundred', 'debt', 'tables', 'highlights', 'balance', 'place', 'flow', 'tiers', 'projects', 'recipients', 'overview', 'goal', 'findings', 'evaluations', 'draft', 'list', 'adoption', 'status'],
    'basis' => ['nominal', 'per-head', 'real', 'real-per-head'],
    'theme' => ['auto', 'light', 'dark', 'contrast'],
    'mode' => ['auto', 'elder'],
    'heading-level' => ['1', '2', '3', '4', '5', '6'],
  ];

  /**
   * {@inheritdoc}
   */
  public function defaultConfiguration() {
    return ['widget' => 'budget', 'attributes' => [], 'fallback' => ['value' => '', 'format' => NULL]];
  }

  /**
   * {@inheritdoc}
   */
  public function blockForm($form, FormStateInterface $form_state) {
    $widgets = array_keys(self::WIDGETS);
    $form['widget'] = [
      '#type' => 'select',
      '#title' => $this->t('Element'),
      '#options' => array_combine($widgets, $widgets),
      '#default_value' => $this->configuration['widget'],
    ];
    // Fields of all elements: those that the chosen one does not have are not written.
    foreach (array_unique(array_merge(...array_values(self::WIDGETS))) as $name) {
      $words = self::WORDS[$name] ?? [];
      $form['attributes'][$name] = [
        '#type' => $words ? 'select' : 'textfield',
        '#title' => $name,
        '#default_value' => $this->configuration['attributes'][$name] ?? '',
        '#required' => $name === 'src',
      ] + ($words ? ['#options' => array_combine($words, $words), '#empty_value' => ''] : ['#maxlength' => 2048]);
    }
    $form['attributes']['#tree'] = TRUE;
    $form['fallback'] = [
      '#type' => 'text_format',
      '#title' => $this->t('HTML shown before the element is ready, written by daylight render'),
      '#default_value' => $this->configuration['fallback']['value'],
      '#format' => $this->configuration['fallback']['format'],
    ];
    return $form;
  }

  /**
   * {@inheritdoc}
   */
  public function blockValidate($form, FormStateInterface $form_state) {
    if (self::address((string) $form_state->getValue(['attributes', 'src'])) === '') {
      $form_state->setErrorByName('attributes][src', $this->t('The address must be relative or begin with http:// or https://.'));
    }
  }

  /**
   * {@inheritdoc}
   */
  public function blockSubmit($form, FormStateInterface $form_state) {
    $this->configuration['widget'] = $form_state->getValue('widget');
    $this->configuration['attributes'] = array_filter($form_state->getValue('attributes'), fn ($value) => $value !== '');
    $this->configuration['fallback'] = $form_state->getValue('fallback');
  }

  /**
   * {@inheritdoc}
   *
   * Drupal escapes the attributes, and filters the fallback by its text format.
   */
  public function build() {
    $widget = $this->configuration['widget'];
    if (!isset(self::WIDGETS[$widget])) {
      return [];
    }
    $given = array_filter($this->configuration['attributes'], 'is_string');
    $attributes = array_intersect_key($given, array_flip(self::WIDGETS[$widget]));
    $attributes['src'] = self::address($attributes['src'] ?? '');
    return [
      '#type' => 'html_tag',
      '#tag' => "daylight-$widget",
      '#attributes' => array_filter($attributes, fn ($value) => $value !== ''),
      '#attached' => ['library' => ['daylight/loader']],
      'fallback' => [
        '#type' => 'processed_text',
        '#text' => $this->configuration['fallback']['value'],
        '#format' => $this->configuration['fallback']['format'],
      ],
    ];
  }

  /**
   * An address as it is, if it is relative or http(s), else nothing.
   */
  private static function address(string $address): string {
    $has_scheme = preg_match('~^[^/?#]*:~', $address);
    $is_web = !$has_scheme || preg_match('~^https?://~i', $address);
    return $is_web && !preg_match('~[\x00-\x20\x7f]~', $address) ? $address : '';
  }

}
