<?php
/** Een token van 60 seconden voor wie met $bsn is ingelogd. $niveau is wat DigiD als betrouwbaarheidsniveau gaf. */
function mijnzaken_token(string $bsn, string $niveau): string
{
    $deel = fn (string $tekst): string => rtrim(strtr(base64_encode($tekst), '+/', '-_'), '=');
    $json = fn (array $waarden): string => $deel(json_encode($waarden, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES));
    $kop = ['alg' => 'RS256', 'typ' => 'JWT', 'kid' => getenv('MIJNZAKEN_KID')];
    $inhoud = [
        'iss' => 'portaal-waterdam', 'aud' => 'mijnzaken-bff', 'sub' => bin2hex(random_bytes(16)),
        'iat' => time(), 'exp' => time() + 60, 'acr' => $niveau, 'bsn' => $bsn,
    ];
    $token = $json($kop) . '.' . $json($inhoud);
    if (!openssl_sign($token, $handtekening, file_get_contents(getenv('MIJNZAKEN_SLEUTEL')), OPENSSL_ALGO_SHA256)) {
        throw new RuntimeException('het token is niet te tekenen');
    }
    return $token . '.' . $deel($handtekening);
}
