<?php
// Installs WordPress in its empty database and publishes the list of texts.py.
// usage: php load.php WWW TEXTS   (TEXTS: the folder with texts.json and files/)

[, $www, $texts] = $argv;
$_SERVER += [
    'HTTP_HOST' => 'wordpress.test',
    'REQUEST_URI' => '/',
    'REQUEST_METHOD' => 'GET',
    'SERVER_PROTOCOL' => 'HTTP/1.1',
];
define('WP_INSTALLING', true);
require "$www/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Kennisbank', 'beheer', 'beheer@example.invalid', true, '', bin2hex(random_bytes(8)), '');
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('timezone_string', 'Europe/Amsterdam');
$GLOBALS['wp_rewrite']->init();
// The example post would be a hit that nobody wrote for this test.
wp_delete_post(1, true);

// The address of a text's file after it is put where an editor's upload would be; none without a file.
function uploaded(array $row, string $texts): string
{
    if (!$row['file']) {
        return '';
    }
    $folder = wp_upload_dir(substr($row['date'], 0, 7));
    copy("$texts/files/{$row['file']}", "{$folder['path']}/{$row['file']}");
    wp_insert_attachment(
        ['post_mime_type' => 'application/pdf', 'post_title' => $row['title'], 'post_status' => 'inherit'],
        "{$folder['path']}/{$row['file']}"
    );
    return "{$folder['url']}/{$row['file']}";
}

function content(array $row, string $file): string
{
    $paragraphs = array_map(fn($text) => '<p>' . htmlspecialchars($text, ENT_NOQUOTES) . '</p>', $row['paragraphs']);
    if ($file) {
        $paragraphs[] = "<p><a href=\"$file\">Download het document (PDF)</a></p>";
    }
    return implode("\n\n", $paragraphs);
}

$wpdb->query('START TRANSACTION');
foreach (json_decode(file_get_contents("$texts/texts.json"), true, 512, JSON_THROW_ON_ERROR) as $row) {
    $id = wp_insert_post(wp_slash([
        'post_type' => $row['kind'] === 'Nieuws' ? 'post' : 'publicatie',
        'post_status' => $row['state'],
        'post_name' => $row['slug'],
        'post_title' => $row['title'],
        'post_content' => content($row, uploaded($row, $texts)),
        'post_date' => "{$row['date']} {$row['time']}",
        'post_author' => 1,
    ]), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, "{$row['slug']}: {$id->get_error_message()}\n");
        exit(1);
    }
}
$wpdb->query('COMMIT');
// They were made before the permalinks were set; WordPress makes them anew at the first request.
delete_option('rewrite_rules');
