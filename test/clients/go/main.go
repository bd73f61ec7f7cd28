// A site that uses golang.org/x/oauth2 with its endpoint for Kakao.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/kakao"
)

type user struct {
	ID      json.Number `json:"id"`
	Account struct {
		Email   string `json:"email"`
		Profile struct {
			Nickname string `json:"nickname"`
		} `json:"profile"`
	} `json:"kakao_account"`
}

type site struct {
	config oauth2.Config
	kakao  string
}

func answer(w http.ResponseWriter, status int, body map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func (s *site) login(w http.ResponseWriter, r *http.Request) {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		answer(w, 500, map[string]string{"error": err.Error()})
		return
	}
	state := hex.EncodeToString(bytes)
	http.SetCookie(w, &http.Cookie{Name: "state", Value: state, HttpOnly: true})
	http.Redirect(w, r, s.config.AuthCodeURL(state), http.StatusFound)
}

func (s *site) callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	cookie, err := r.Cookie("state")
	if err != nil || cookie.Value != query.Get("state") {
		answer(w, 400, map[string]string{"error": "another state"})
		return
	}
	if refused := query.Get("error"); refused != "" {
		answer(w, 401, map[string]string{"refused": refused})
		return
	}
	me, err := s.me(r.Context(), query.Get("code"))
	if err != nil {
		answer(w, 500, map[string]string{"error": err.Error()})
		return
	}
	answer(w, 200, map[string]string{
		"id":       me.ID.String(),
		"nickname": me.Account.Profile.Nickname,
		"email":    me.Account.Email,
	})
}

// The token counts as expired, so the client refreshes it before the request.
func (s *site) me(ctx context.Context, code string) (me user, err error) {
	token, err := s.config.Exchange(ctx, code)
	if err != nil {
		return me, err
	}
	token.Expiry = time.Now().Add(-time.Minute)
	response, err := s.config.Client(ctx, token).Get(s.kakao + "/v2/user/me")
	if err != nil {
		return me, err
	}
	defer response.Body.Close()
	return me, json.NewDecoder(response.Body).Decode(&me)
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	emulator := os.Getenv("KAKAO_URL")
	endpoint := kakao.Endpoint
	for _, url := range []*string{&endpoint.AuthURL, &endpoint.TokenURL} {
		*url = strings.Replace(*url, "https://kauth.kakao.com", emulator, 1)
	}
	s := &site{
		kakao: emulator,
		config: oauth2.Config{
			ClientID:     os.Getenv("KAKAO_KEY"),
			ClientSecret: os.Getenv("KAKAO_SECRET"),
			RedirectURL:  address + "/callback",
			Endpoint:     endpoint,
		},
	}
	http.HandleFunc("/login", s.login)
	http.HandleFunc("/callback", s.callback)
	fmt.Println("listening on " + address)
	log.Fatal(http.Serve(listener, nil))
}
