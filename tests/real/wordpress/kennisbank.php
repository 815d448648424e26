<?php
// Must-use plugin: the post type that a Dutch knowledge base has, shown in REST and with an archive of its own.

add_action('init', function () {
    register_post_type('publicatie', [
        'label' => 'Publicaties',
        'public' => true,
        'show_in_rest' => true,
        'has_archive' => 'publicaties',
        'rewrite' => ['slug' => 'publicaties'],
        'supports' => ['title', 'editor', 'excerpt'],
    ]);
});

// A site made in a test writes to nobody.
if (!function_exists('wp_mail')) {
    function wp_mail()
    {
        return true;
    }
}
